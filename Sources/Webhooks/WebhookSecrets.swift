// The secrets with which webhooks are verified, from a file that is read again for each of them.

public import Files
public import Insight
internal import JSON
internal import Synchronization

/// Why a file of secrets cannot be used.
public enum WebhookSecretsFailure: Error, Equatable, Sendable {
    case file(SmallFileFailure)

    /// It is not a JSON object, or has duplicate members.
    case notAnObject

    /// A member is not a vendor, or its value is not an array of strings that are not empty.
    case badMember(place: Int)

    /// The end of a sentence that begins with the name of the file. It has nothing of the content.
    public var sentence: String {
        let vendors = Vendor.allCases.map(\.rawValue).joined(separator: ", ")
        return switch self {
        case .file(let failure): failure.sentence
        case .notAnObject: "is not a JSON object without duplicate members"
        case .badMember(let place):
            "is not usable: its member \(place) must be one of \(vendors), and an array of strings that are not empty"
        }
    }
}

/// An event for the log.
public enum WebhookSecretsEvent: Equatable, Sendable {
    /// The file was read; `secrets` is their number.
    case read(secrets: Int)

    /// Users other than the owner can read the file, and so could make webhooks of any content.
    case readableByOthers

    /// Users other than the owner can write the file, and so could add a secret of their own.
    case writableByOthers

    /// The file can no longer be used; the secrets that were read before stay in use.
    case failed(WebhookSecretsFailure)
}

/// The secrets of all vendors.
public final class WebhookSecrets: Sendable {
    /// The greatest size of the file in bytes.
    private static let maximumBytes = 64 * 1024

    private struct State {
        var file: SmallFile
        var secrets: [Vendor: [SharedSecret]]
        var lastFailure: WebhookSecretsFailure?
    }

    private let path: String
    private let tolerance: WebhookTolerance
    private let report: @Sendable (WebhookSecretsEvent) -> Void
    private let state: Mutex<State>

    /// - Parameter path: a file with a JSON object: for each vendor an array of secrets, any of which may have signed.
    public init(
        path: String, tolerance: WebhookTolerance = .ofVendor,
        report: @escaping @Sendable (WebhookSecretsEvent) -> Void = { _ in }
    ) throws(WebhookSecretsFailure) {
        self.path = path
        self.tolerance = tolerance
        self.report = report
        let file = try Self.file(at: path)
        let secrets = try Self.secrets(in: file.bytes)
        state = Mutex(State(file: file, secrets: secrets))
        log(of: secrets, file)
    }

    /// Verifies a webhook.
    /// - Parameters:
    ///   - header: the value of the vendor's header.
    ///   - body: as it was received.
    /// - Returns: when it was signed, if the signature tells it; nil if there is no secret of this vendor.
    public func verify(
        _ header: String, of vendor: Vendor, for body: String, at now: Instant
    ) throws(WebhookRejection) -> VerifiedWebhook? {
        let secrets = current(vendor)
        guard !secrets.isEmpty else { return nil }
        let signature = try WebhookSignature(header, of: vendor, for: body)
        try signature.verify(with: secrets)
        try signature.verifyTime(at: now, tolerance)
        return VerifiedWebhook(vendor: vendor, body: body, signedAt: signature.time ?? now)
    }

    /// The secrets of a vendor. A file that has become unusable does not replace them.
    private func current(_ vendor: Vendor) -> [SharedSecret] {
        state.withLock { state in
            do throws(WebhookSecretsFailure) {
                let file = try Self.file(at: path)
                if file != state.file {
                    state.secrets = try Self.secrets(in: file.bytes)
                    state.file = file
                    log(of: state.secrets, file)
                }
                state.lastFailure = nil
            } catch {
                if error != state.lastFailure { report(.failed(error)) }
                state.lastFailure = error
            }
            return state.secrets[vendor] ?? []
        }
    }

    private static func file(at path: String) throws(WebhookSecretsFailure) -> SmallFile {
        do throws(SmallFileFailure) {
            return try SmallFile.read(path, atMost: maximumBytes)
        } catch {
            throw .file(error)
        }
    }

    private static func secrets(in bytes: [UInt8]) throws(WebhookSecretsFailure) -> [Vendor: [SharedSecret]] {
        let text: JSONText
        do throws(JSONSyntaxError) { text = try JSONText(bytes[...]) } catch { throw .notAnObject }
        guard text.root.kind == .object, text.root.repeatedNames.isEmpty else { throw .notAnObject }
        var secrets: [Vendor: [SharedSecret]] = [:]
        for (index, (name, value)) in text.root.members.enumerated() {
            let texts = value.elements.compactMap(\.string).filter { !$0.isEmpty }
            guard let vendor = name.string.flatMap(Vendor.init), value.kind == .array,
                texts.count == value.elements.count, !value.hasUnpairedSurrogate
            else { throw .badMember(place: index + 1) }
            secrets[vendor] = texts.map(SharedSecret.init)
        }
        return secrets
    }

    private func log(of secrets: [Vendor: [SharedSecret]], _ file: SmallFile) {
        if file.isReadableByOthers { report(.readableByOthers) }
        if file.isWritableByOthers { report(.writableByOthers) }
        report(.read(secrets: secrets.values.reduce(0) { $0 + $1.count }))
    }
}

/// A webhook whose signature is genuine.
public struct VerifiedWebhook: Sendable {
    public let vendor: Vendor
    public let body: String

    /// When it was signed; for a vendor that does not tell it, when it was received.
    public let signedAt: Instant
}
