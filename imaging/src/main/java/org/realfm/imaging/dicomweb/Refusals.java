package org.realfm.imaging.dicomweb;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What refusals mean: HTTP statuses (PS3.18 8.5), and the failure reasons of instances that were not stored (PS3.18
/// annex I.2.2, PS3.4 B.2.3, PS3.7 annex C).
final class Refusals {

    private static final int FAILED = 0x00081198;
    private static final int REASON = 0x00081197;

    private Refusals() {}

    static DicomWebFailure of(String request, int status) {
        return switch (status) {
            case 400 -> failure(request, status, "does not understand the request", "Check the attributes and values of the query");
            case 401 -> failure(request, status, "wants to know who asks", "Check the token and that it has not expired");
            case 403 -> failure(request, status, "does not allow it", "Ask its owner for the right to read");
            case 404 -> failure(request, status, "has no such thing", "Check the address, and that the pictures are still there");
            case 406 -> failure(request, status, "cannot give it in the form that is asked for", "Ask its owner for plain DICOM");
            case 413 -> failure(request, status, "finds it too large", "Narrow the query, or send less at once");
            case 429 -> failure(request, status, "is asked too often", "Run again later");
            case 502, 503, 504 -> failure(request, status, "is not ready", "Run again later");
            default -> failure(request, status, status / 100 == 3 ? "sends us elsewhere" : "failed", status / 100 == 3
                    ? "Give the address at which the server itself answers" : "Look at the server's log");
        };
    }

    private static DicomWebFailure failure(String request, int status, String what, String remedy) {
        return new DicomWebFailure(request, status, "the server " + what + " (status " + status + ")", remedy);
    }

    /// The number of instances that an answer to a store says were not stored.
    static int failed(Attributes answer) {
        return answer.items(FAILED).size();
    }

    /// Why they were not: each reason in words with its count.
    static String reasons(Attributes answer) {
        List<Attributes> failed = answer.items(FAILED);
        Map<String, Long> counts = failed.stream().collect(Collectors.groupingBy(
                item -> item.string(REASON).map(Refusals::meaning).orElse("no reason is given"), TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(entry -> entry.getKey() + (failed.size() > 1 ? " (" + entry.getValue() + ")" : ""))
                .collect(Collectors.joining(", "));
    }

    private static String meaning(String reason) {
        int code;
        try {
            code = (int) Double.parseDouble(reason);
        } catch (NumberFormatException e) {
            return "a reason that is no number";
        }
        String words = switch (code) {
            case 0x0110 -> "processing failed";
            case 0x0111 -> "it is there already";
            case 0x0117 -> "its SOP Instance UID is invalid";
            case 0x0122 -> "its SOP class is not supported";
            case 0x0124 -> "not authorised";
            case 0xC122 -> "its transfer syntax is not supported";
            default -> switch (code >>> 8) {
                case 0xA7 -> "out of resources";
                case 0xA9 -> "the data set does not fit its SOP class";
                default -> code >>> 12 == 0xC ? "it cannot be understood" : "refused";
            };
        };
        return words + String.format(Locale.ROOT, " %04XH", code);
    }
}
