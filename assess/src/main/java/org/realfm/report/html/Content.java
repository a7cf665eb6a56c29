package org.realfm.report.html;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What may stand in a page: text, an element, or several of these one after the other.
public sealed interface Content {

    /// Text as it is; it is escaped when it is written.
    record Text(String value) implements Content {}

    /// Several, one after the other.
    record Several(List<Content> parts) implements Content {
        public Several {
            parts = List.copyOf(parts);
        }
    }

    /// Rules of a style sheet. They come from this program, never from data, and are written as they are.
    record Style(String rules) implements Content {
        public Style {
            if (rules.indexOf('<') >= 0 || rules.indexOf('&') >= 0) {
                throw new IllegalArgumentException("a style sheet in a page has no '<' and no '&'");
            }
        }
    }

    /// An element with its attributes in the order in which they were given.
    record Element(String name, List<Attribute> attributes, List<Content> content) implements Content {
        public Element {
            attributes = List.copyOf(attributes);
            content = List.copyOf(content);
        }

        /// With one more attribute.
        public Element with(String attribute, String value) {
            List<Attribute> more = new ArrayList<>(attributes);
            more.add(new Attribute(attribute, value));
            return new Element(name, more, content);
        }

        /// With a class.
        public Element of(String classes) {
            return with("class", classes);
        }

        /// With an identifier to link to.
        public Element id(String id) {
            return with("id", id);
        }

        /// With more content at its end.
        public Element add(Content... more) {
            List<Content> all = new ArrayList<>(content);
            all.addAll(Arrays.asList(more));
            return new Element(name, attributes, all);
        }
    }

    /// An attribute of an element; its value is escaped when it is written.
    record Attribute(String name, String value) {}
}
