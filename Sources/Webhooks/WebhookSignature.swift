// The signatures of webhooks, by the rules of each vendor.
//
// - ElevenLabs: `t=<seconds>,v0=<hex>`, HMAC of `<seconds>.<body>`; several `v0` while a secret is exchanged.
// - Retell: `v=<milliseconds>,d=<hex>`, HMAC of the body with the milliseconds behind it.
// - Vapi: `<hex>`, HMAC of the body; or the secret itself, also as a bearer token.

internal import Insight

/// The value of a vendor's header.
struct WebhookSignature {
    private enum Proof {
        /// The authentication code of a message is one of these.
        case codes([[UInt8]], of: [UInt8])

        /// The secret itself, or else the authentication code of the body.
        case secret([UInt8], orCodeOf: [UInt8])
    }

    private let proof: Proof

    /// When it was signed; nil if the vendor does not tell it.
    let time: Instant?

    /// How long after and before `time` it is accepted, in seconds.
    private let window: (back: Int, ahead: Int)

    /// - Parameter header: the value of the header, without white space around it.
    init(_ header: String, of vendor: Vendor, for body: String) throws(WebhookRejection) {
        switch vendor {
        case .elevenlabs:
            let items = try Items(header)
            let (text, seconds) = try items.number("t")
            proof = .codes(try items.codes("v0"), of: Array("\(text).\(body)".utf8))
            (time, window) = (Instant(milliseconds: seconds * 1_000), (1_800, 300))
        case .retell:
            let items = try Items(header)
            let (text, milliseconds) = try items.number("v")
            let codes = try items.codes("d")
            guard codes.count == 1 else { throw .malformed }
            proof = .codes(codes, of: Array((body + text).utf8))
            (time, window) = (Instant(milliseconds: milliseconds), (300, 300))
        case .vapi:
            // The name of an authentication scheme may have any case (RFC 9110 §11.1).
            let bearer = "bearer "
            let isBearer = header.prefix(bearer.count).lowercased() == bearer
            let secret = isBearer ? String(header.dropFirst(bearer.count)) : header
            guard !secret.isEmpty else { throw .malformed }
            proof = .secret(Array(secret.utf8), orCodeOf: Array(body.utf8))
            (time, window) = (nil, (0, 0))
        }
    }

    /// - Throws: `badSignature` if none of the secrets has made it.
    func verify(with secrets: [SharedSecret]) throws(WebhookRejection) {
        let isSigned =
            switch proof {
            case .codes(let codes, let message):
                secrets.contains { $0.hasSigned(message, codes) }
            case .secret(let text, let body):
                secrets.contains { secret in
                    secret.isEqual(to: text) || [UInt8](hexadecimal: text).map { secret.hasSigned(body, [$0]) } ?? false
                }
            }
        guard isSigned else { throw .badSignature }
    }

    /// - Throws: `tooOld` or `tooNew`.
    func verifyTime(at now: Instant, _ tolerance: WebhookTolerance) throws(WebhookRejection) {
        guard let time else { return }
        let (back, ahead): (Int, Int)
        switch tolerance {
        case .ofVendor: (back, ahead) = window
        case .seconds(let seconds): (back, ahead) = (seconds, seconds)
        case .unlimited: return
        }
        let age = now.milliseconds - time.milliseconds
        guard age <= back * 1_000 else { throw .tooOld }
        guard -age <= ahead * 1_000 else { throw .tooNew }
    }
}

/// The items `name=value` of a header, separated by commas.
private struct Items {
    private let items: [(name: Substring, value: Substring)]

    /// An authentication code has 32 bytes, in hexadecimal digits.
    private static let codeDigits = 64

    init(_ header: String) throws(WebhookRejection) {
        var items: [(Substring, Substring)] = []
        for item in header.split(separator: ",", omittingEmptySubsequences: false) {
            guard let sign = item.firstIndex(of: "="), sign > item.startIndex else { throw .malformed }
            items.append((item[..<sign], item[item.index(after: sign)...]))
        }
        self.items = items
    }

    /// The only item with this name, a number without a sign, as it is written, too.
    func number(_ name: String) throws(WebhookRejection) -> (text: String, value: Int) {
        let values = values(name)
        guard values.count == 1, 1...15 ~= values[0].utf8.count,
            values[0].utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }), let value = Int(values[0])
        else { throw .malformed }
        return (String(values[0]), value)
    }

    /// The codes of all items with this name, of which there is at least one.
    func codes(_ name: String) throws(WebhookRejection) -> [[UInt8]] {
        let values = values(name)
        let codes = values.compactMap { value in
            value.utf8.count == Self.codeDigits ? [UInt8](hexadecimal: Array(value.utf8)) : nil
        }
        guard !codes.isEmpty, codes.count == values.count else { throw .malformed }
        return codes
    }

    /// Names and values are compared as bytes, not by canonical equivalence.
    private func values(_ name: String) -> [Substring] {
        items.filter { $0.name.utf8.elementsEqual(name.utf8) }.map(\.value)
    }
}

extension [UInt8] {
    /// The bytes of hexadecimal digits in either case; nil if there are others, or an odd number.
    init?(hexadecimal digits: [UInt8]) {
        guard digits.count % 2 == 0 else { return nil }
        self = []
        reserveCapacity(digits.count / 2)
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = Self.value(of: digits[index]), let low = Self.value(of: digits[index + 1]) else {
                return nil
            }
            append(high << 4 | low)
        }
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
