// The vendors of voice agents whose webhooks are verified and read.

/// A vendor, by the name that callers and the file of secrets use.
public enum Vendor: String, CaseIterable, Sendable {
    case elevenlabs, retell, vapi

    /// The name for people.
    var title: String {
        switch self {
        case .elevenlabs: "ElevenLabs"
        case .retell: "Retell"
        case .vapi: "Vapi"
        }
    }
}

/// Why a webhook is rejected.
public enum WebhookRejection: String, Error, CaseIterable, Sendable {
    /// The value of the header is not one of this vendor.
    case malformed
    case badSignature

    /// It was signed too long ago, so that it may have been recorded and sent again.
    case tooOld

    /// It was signed in the future.
    case tooNew
}

/// How old a signature may be.
public enum WebhookTolerance: Sendable {
    /// As the vendor prescribes.
    case ofVendor

    /// The same for all vendors, into the past and into the future.
    case seconds(Int)

    /// Any signature is accepted, as for recorded webhooks.
    case unlimited
}
