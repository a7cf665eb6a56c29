/// A client of DICOMweb (PS3.18), by which pictures come from a PACS. Start at [DicomWebServer], which says where it is and
/// how to get in, and [DicomWebClient], which searches (QIDO-RS), retrieves (WADO-RS) and stores (STOW-RS).
///
/// ```java
/// DicomWebServer server = DicomWebServer.at(URI.create("https://pacs.example.org/dicom-web")).withToken(token);
/// try (DicomWebClient client = new DicomWebClient(server)) {
///     for (Attributes found : client.search(Level.INSTANCES, Map.of("Modality", "DX"), List.of("AccessionNumber"))) {
///         client.retrieve(InstanceUids.of(found), folder.resolve("next.dcm"));
///     }
/// }
/// ```
///
/// Inside: [Exchange] is one request with its repetitions, [BodyStream] the bytes of an answer within bounds of time and
/// size, [MultipartReader] what RFC 2046 wraps around files, [Attributes] the DICOM JSON model.
///
/// What a server says of people never enters a message: messages have the address without its query, and no identifiers.
@NullMarked
package org.realfm.imaging.dicomweb;

import org.jspecify.annotations.NullMarked;
