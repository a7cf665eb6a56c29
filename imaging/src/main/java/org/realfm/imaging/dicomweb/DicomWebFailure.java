package org.realfm.imaging.dicomweb;

/// What a DICOMweb server did not do, and what to do about it.
public final class DicomWebFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final String request;
    private final int status;
    private final String what;
    private final String remedy;

    private final boolean reached;

    /// @param request the request as it may be shown: the method and the address without query and identifiers
    /// @param status  the HTTP status, or 0 if no whole answer came
    /// @param what    what happened
    /// @param remedy  what to do
    DicomWebFailure(String request, int status, String what, String remedy) {
        this(request, status, what, remedy, true);
    }

    /// @param reached whether there was a connection
    DicomWebFailure(String request, int status, String what, String remedy, boolean reached) {
        super(request + ": " + what + ". " + remedy);
        this.request = request;
        this.status = status;
        this.what = what;
        this.remedy = remedy;
        this.reached = reached;
    }

    /// The method and the address, without query and identifiers.
    public String request() {
        return request;
    }

    /// The HTTP status, or 0 if no whole answer came.
    public int status() {
        return status;
    }

    /// What happened.
    public String what() {
        return what;
    }

    /// What to do about it.
    public String remedy() {
        return remedy;
    }

    /// Whether there was a connection at all: without one nothing else can be asked either.
    public boolean reached() {
        return reached;
    }
}
