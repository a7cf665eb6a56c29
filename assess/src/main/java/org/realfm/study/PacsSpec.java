package org.realfm.study;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SequencedMap;

/// The pictures of a cohort that lie on a DICOMweb server.
///
/// @param server    its base address
/// @param query     what an instance must match, by attribute
/// @param attribute by which an instance is joined to a row
/// @param column    of the table, with the attribute's value
/// @param access    how to get in
public record PacsSpec(URI server, SequencedMap<String, String> query, Attribute attribute, String column, Access access) {

    /// What joins an instance to a row.
    public enum Attribute {
        STUDY_INSTANCE_UID("StudyInstanceUID", 0x0020000D),
        SERIES_INSTANCE_UID("SeriesInstanceUID", 0x0020000E),
        SOP_INSTANCE_UID("SOPInstanceUID", 0x00080018),
        ACCESSION_NUMBER("AccessionNumber", 0x00080050);

        final String keyword;
        final int tag;

        Attribute(String keyword, int tag) {
            this.keyword = keyword;
            this.tag = tag;
        }
    }

    /// How to get in. Secrets are in environment variables, whose names are here.
    ///
    /// @param token       variable with a bearer token
    /// @param keystore    PKCS#12 file with a client certificate
    /// @param password    variable with its password; there with a keystore
    /// @param authorities PEM file of the authorities that the server's certificate may be signed by
    public record Access(
            Optional<String> token, Optional<Path> keystore, Optional<String> password, Optional<Path> authorities) {}
}
