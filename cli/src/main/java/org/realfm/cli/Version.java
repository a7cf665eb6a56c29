package org.realfm.cli;

import org.realfm.assess.Versions;
import picocli.CommandLine.IVersionProvider;

/// What `--version` prints.
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"realfm " + Versions.realfm() + " on Java " + Versions.java()};
    }
}
