package org.realfm.assess;

import org.realfm.ledger.Digest;
import org.realfm.models.Model;

/// A model of tests: it answers as its maker wants, with probabilities, in this process.
abstract class TestModel implements Model {

    private final String name;

    TestModel(String name) {
        this.name = name;
    }

    @Override
    public Digest weights() {
        return Digest.of(name);
    }

    @Override
    public Digest preprocessing() {
        return Digest.of("as it is");
    }

    @Override
    public String runtime() {
        return "test";
    }

    @Override
    public boolean interactive() {
        return true;
    }

    @Override
    public boolean probabilities() {
        return true;
    }

    @Override
    public void close() {}
}
