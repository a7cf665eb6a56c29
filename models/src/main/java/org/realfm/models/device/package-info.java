/// Models behind a PACS, as a hospital tries a vendor's product: each picture is stored there as a study of its own
/// (STOW-RS), the device finds it, and its report or segmentation is looked for until it comes (QIDO-RS, WADO-RS).
///
/// [DeviceModel] is the way of a picture there and of a result back, [Pacs] the server between the two, [Parcel] what is sent,
/// [Result] what comes, [Reading] what it means.
@NullMarked
package org.realfm.models.device;

import org.jspecify.annotations.NullMarked;
