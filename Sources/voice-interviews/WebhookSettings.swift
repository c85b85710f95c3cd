// The secrets with which webhooks are verified, from options and environment variables.

internal import Logging
internal import Webhooks

extension WebhookTolerance {
    /// - Parameter text: seconds, or `none`.
    init?(_ text: String) {
        if text == "none" {
            self = .unlimited
        } else {
            guard let seconds = Int(text), 0...Self.longest ~= seconds else { return nil }
            self = .seconds(seconds)
        }
    }

    /// About 30 years, in seconds.
    private static let longest = 1_000_000_000
}

/// The file with the secrets, and how old webhooks may be.
struct WebhookSettings: Sendable {
    private let path: String
    private let tolerance: WebhookTolerance

    /// - Returns: nil if there is no such setting.
    init?(_ options: ServeOptions, _ environment: Environment) throws(ExitError) {
        let secrets = try SettingValue(
            options.webhookSecrets, "--webhook-secrets", "VOICE_INTERVIEWS_WEBHOOK_SECRETS", environment)
        guard let secrets else {
            guard options.webhookTolerance == nil else {
                throw ExitError(status: .usage, sentence: "--webhook-tolerance requires --webhook-secrets.")
            }
            return nil
        }
        path = try Settings.path(secrets.text, from: secrets.source, secrets.status)
        tolerance = options.webhookTolerance ?? .ofVendor
    }

    func secrets(_ logger: Logger) throws(ExitError) -> WebhookSecrets {
        do throws(WebhookSecretsFailure) {
            return try WebhookSecrets(path: path, tolerance: tolerance) { [path] in logger.log($0, of: path) }
        } catch {
            throw ExitError(status: .configuration, sentence: "\(path) \(error.sentence).")
        }
    }
}

extension Logger {
    fileprivate func log(_ event: WebhookSecretsEvent, of path: String) {
        switch event {
        case .read(secrets: 0):
            warning("the file has no webhook secrets", metadata: ["path": "\(path)"])
        case .read(let secrets):
            info("webhook secrets read", metadata: ["path": "\(path)", "secrets": .stringConvertible(secrets)])
        case .readableByOthers:
            warning("the webhook secrets can be read by other users", metadata: ["path": "\(path)"])
        case .writableByOthers:
            warning("the webhook secrets can be written by other users", metadata: ["path": "\(path)"])
        case .failed(let failure):
            warning(
                "the webhook secrets cannot be read again; those read before stay in use",
                metadata: ["path": "\(path)", "reason": "\(failure.sentence)"])
        }
    }
}
