// The kind of sessions, from options and environment variables. Settings that cannot be applied end the program: it
// would otherwise trust callers who were not verified.

internal import Files
internal import InterviewMethods
internal import Interviews
internal import Logging
internal import AccessTokens

/// The kind of sessions that the process accepts.
enum SessionSettings: Sendable {
    case trusted
    case pinned(UserID)
    case tokens(AuthoritySettings, pin: String?)

    var kind: String {
        switch self {
        case .trusted: "trusted"
        case .pinned: "pinned"
        case .tokens(_, pin: nil): "token"
        case .tokens: "pinnedByToken"
        }
    }
}

/// The key set, and the required claims of tokens.
struct AuthoritySettings: Sendable {
    let keySetPath: String
    let issuer: String
    let audience: String?
}

/// A setting with its source: an option or an environment variable.
struct SettingValue {
    let text: String
    let source: String
    let status: ExitError.Status

    init?(_ option: String?, _ name: String, _ variable: String, _ environment: Environment) throws(ExitError) {
        if let option {
            (text, source, status) = (option, name, .usage)
        } else if let value = try environment.value(variable) {
            (text, source, status) = (value, variable, .configuration)
        } else {
            return nil
        }
    }

    func ending(_ sentence: String) -> ExitError { ExitError(status: status, sentence: "\(source) \(sentence)") }

    var notEmpty: String {
        get throws(ExitError) {
            guard !text.isEmpty else { throw ending("must not be empty.") }
            return text
        }
    }
}

extension SessionSettings {
    init(_ options: ServeOptions, _ environment: Environment) throws(ExitError) {
        let user = try SettingValue(options.user, "--user", "VOICE_INTERVIEWS_USER", environment)
        let keySet = try SettingValue(options.jwks, "--jwks", "VOICE_INTERVIEWS_JWKS", environment)
        let issuer = try SettingValue(options.issuer, "--issuer", "VOICE_INTERVIEWS_ISSUER", environment)
        let audience = try SettingValue(options.audience, "--audience", "VOICE_INTERVIEWS_AUDIENCE", environment)
        let token = try SettingValue(nil, "", "VOICE_INTERVIEWS_TOKEN", environment)
        guard let keySet else {
            for given in [issuer, audience, token] {
                if let given { throw given.ending("requires --jwks, the keys that verify tokens.") }
            }
            self = .trusted
            if let user { self = .pinned(try UserID(user)) }
            return
        }
        if let user {
            let status: ExitError.Status =
                user.status == .usage && keySet.status == .usage ? .usage : .configuration
            throw ExitError(status: status, sentence: "\(user.source) and \(keySet.source) are mutually exclusive.")
        }
        guard let issuer else { throw keySet.ending("requires --issuer, the issuer of tokens.") }
        guard issuer.text.contains(/^https?:\/\/[!-~]+$/) else {
            throw issuer.ending("must be the URL in the `iss` of tokens, such as https://example.kinde.com.")
        }
        self = .tokens(
            AuthoritySettings(
                keySetPath: try Settings.path(keySet.text, from: keySet.source, keySet.status), issuer: issuer.text,
                audience: try audience?.notEmpty),
            pin: try token?.notEmpty)
    }

    /// Reads the key set, and verifies the token that pins the process.
    func sessions(_ logger: Logger) throws(ExitError) -> Sessions {
        switch self {
        case .trusted: return .trusted
        case .pinned(let user): return .pinned(user)
        case .tokens(let settings, let pin):
            let authority: Authority
            do throws(KeySetFailure) {
                authority = try Authority(
                    keySetPath: settings.keySetPath, issuer: settings.issuer, audience: settings.audience,
                    report: { logger.log($0, of: settings.keySetPath) })
            } catch {
                throw ExitError(status: .configuration, sentence: "\(settings.keySetPath) \(error.sentence).")
            }
            guard let pin else { return .token(authority) }
            do throws(TokenRefusal) {
                return try .pinned(byToken: pin, of: authority)
            } catch {
                throw ExitError(
                    status: .configuration,
                    sentence: "VOICE_INTERVIEWS_TOKEN is not accepted (\(error.reason.rawValue)). \(error.sentence)")
            }
        }
    }
}

extension UserID {
    init(_ given: SettingValue) throws(ExitError) {
        guard let user = UserID(given.text) else {
            let bytes = Limits.userIdBytes
            throw given.ending(
                "must be a user id of \(bytes.lowerBound) to \(bytes.upperBound) bytes of UTF-8 without control"
                    + " characters.")
        }
        self = user
    }
}

extension KeySetFailure {
    /// The end of a sentence that begins with the name of the file.
    fileprivate var sentence: String {
        switch self {
        case .file(let failure): failure.sentence
        case .notAKeySet: "is not a JWK Set: it must be a JSON object with an array `keys`"
        case .noUsableKey(nil): "contains no key"
        case .noUsableKey(let flaw?): "contains no usable key; the first one \(flaw.rawValue)"
        }
    }
}

extension Logger {
    fileprivate func log(_ event: KeySetEvent, of path: String) {
        switch event {
        case .read(let keys):
            info("key set read", metadata: ["path": "\(path)", "keys": .stringConvertible(keys)])
        case .keySkipped(let place, let flaw):
            warning(
                "key skipped",
                metadata: ["path": "\(path)", "place": .stringConvertible(place), "reason": "\(flaw.rawValue)"])
        case .writableByOthers:
            warning("the key set can be written by other users", metadata: ["path": "\(path)"])
        case .failed(let failure):
            warning(
                "the key set cannot be read again; the keys read before stay in use",
                metadata: ["path": "\(path)", "reason": "\(failure.sentence)"])
        }
    }
}
