// Makes webhooks as vendors do.

import Crypto
import Foundation

/// A vendor, by its name, with its secret.
public struct WebhookMint: Sendable {
    public let vendor: String
    public let secret: String

    public static let elevenLabs = WebhookMint(vendor: "elevenlabs", secret: "wsec_test_secret")
    public static let retell = WebhookMint(vendor: "retell", secret: "test-api-key")
    public static let vapi = WebhookMint(vendor: "vapi", secret: "vapi-secret")

    /// The content of a file with the secrets of all.
    public static let secrets =
        "{" + [elevenLabs, retell, vapi].map { "\"\($0.vendor)\":[\"\($0.secret)\"]" }.joined(separator: ",") + "}"

    /// The value of the vendor's header.
    /// - Parameter time: in milliseconds since 1970.
    public func signature(of body: String, at time: Int) -> String {
        switch vendor {
        case "elevenlabs": "t=\(time / 1_000),v0=\(code(of: "\(time / 1_000).\(body)"))"
        case "retell": "v=\(time),d=\(code(of: body + String(time)))"
        default: code(of: body)
        }
    }

    private func code(of message: String) -> String {
        let key = SymmetricKey(data: Data(secret.utf8))
        return HMAC<SHA256>.authenticationCode(for: Data(message.utf8), using: key).map {
            let digits = String($0, radix: 16)
            return digits.count < 2 ? "0" + digits : digits
        }.joined()
    }

    /// The parameters `vendor`, `body` and `signature` of `ingestVoiceInterviewWebhook`, as members of an object.
    /// - Parameter body: a text that needs no escapes but those of quotation marks and backslashes.
    public func parameters(_ body: String, at time: Int) -> String {
        let escaped = body.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return #""vendor":"\#(vendor)","body":"\#(escaped)","signature":"\#(signature(of: body, at: time))""#
    }
}
