// The words by which transcripts name the two speakers of an interview.

/// Whom a name stands for.
enum Role: Sendable {
    case candidate, interviewer

    /// Nobody: instructions, calls of tools and their results, events of the product.
    case unspoken

    /// A person, or nobody known.
    case other
}

extension Role {
    /// In English and French, and what other languages call the two in a job interview.
    private static let candidates: Set = [
        "user", "human", "candidate", "customer", "client", "caller", "enduser", "applicant", "interviewee", "me",
        "candidat", "moi", "utilisateur", "bewerber", "bewerberin", "kandidat", "kandidatin", "candidato",
        "candidata", "usuario", "usuário", "utente", "用户", "候选人", "应聘者", "求职者", "応募者", "候補者", "지원자",
    ]
    private static let interviewers: Set = [
        "ai", "agent", "assistant", "bot", "gpt", "chatgpt", "robot", "model", "interviewer", "recruiter",
        "aiassistant", "aiagent", "aiinterviewer", "voiceagent", "ia", "recruteur", "recruteuse", "intervieweur",
        "intervieweuse", "entrevistador", "entrevistadora", "intervistatore", "intervistatrice", "interviewerin", "面试官",
        "助手", "助理", "面接官", "면접관",
    ]

    private static let unspokenNames: Set = [
        "system", "systemprompt", "developer", "tool", "tools", "toolcall", "toolcalls", "toolcallinvocation",
        "toolcallresult", "toolresult", "toolresults", "tooluse", "tooloutput", "toolresponse", "function",
        "functioncall", "functioncalloutput", "functionresponse", "nodetransition", "dtmf", "sms", "injected",
        "agentaction", "agenthandoff",
    ]

    private static let named: NameTable<Role> = {
        var named: [String: Role] = [:]
        for (names, role) in [(candidates, Role.candidate), (interviewers, .interviewer), (unspokenNames, .unspoken)] {
            for name in names { (named[name], named[prefix + name]) = (role, role) }
        }
        return NameTable(named)
    }()

    /// Before the roles of some products.
    private static let prefix = "messagerole"

    /// - Parameter name: compared without case, and without what joins words (`MESSAGE_ROLE_TOOL_CALL`, `tool-call`).
    init(named name: some StringProtocol) { self = Self.named.value(name) ?? .other }

    /// Nil if the name is not that of one of the two.
    var speaker: Speaker? {
        switch self {
        case .candidate: .candidate
        case .interviewer: .interviewer
        case .unspoken, .other: nil
        }
    }
}
