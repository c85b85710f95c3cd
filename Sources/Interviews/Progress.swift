// The progress of a user: scores over time, interviews per week, and recurring points of feedback.

public import Insight
internal import JSON

/// The progress of a user over some interviews. An unknown value is nil, never zero.
public struct Progress: Sendable {
    /// A scored interview.
    public struct Score: Sendable {
        public let interviewId: String
        public let startedAt: Instant
        public let score: Double

        /// The average of this score and the four before it; nil for the first four.
        public let rollingAverage: Double?
    }

    /// A week in which interviews were created.
    public struct Week: Sendable {
        /// The Monday of the week in the caller's time zone.
        public let monday: Day
        public let interviews: Int

        /// The sum of the known actual durations in seconds; nil if none is known.
        public let totalDuration: Double?
    }

    public struct Technology: Sendable {
        /// In the spelling of the newest interview.
        public let technology: String
        public let interviews: Int
        public let scoredInterviews: Int
        public let averageScore: Double?
    }

    /// A strength or a weak point in feedback.
    public struct Point: Sendable {
        /// In the wording of the newest interview; cut after `Limits.pointLength`.
        public let point: String

        /// The number of interviews in whose feedback it occurs.
        public let interviews: Int
    }

    public let timeZone: String
    public let interviews: Int
    public let scoredInterviews: Int
    public let bestScore: Double?
    public let averageScore: Double?

    /// The newest `Limits.scores`, oldest first.
    public let scores: [Score]

    /// Oldest first.
    public let weeks: [Week]

    /// Most interviews first.
    public internal(set) var technologies: [Technology]

    /// Most frequent first.
    public internal(set) var strengths: [Point]
    public internal(set) var weakPoints: [Point]
}

/// The progress over as many interviews as one request covers, newest first.
public struct ProgressPage: Sendable {
    public let progress: Progress

    /// The cursor to the interviews that are left; nil if there are none.
    public let nextCursor: String?
}

extension UserInterviews {
    /// The progress over the interviews that `filter` admits, from `cursor` on, as far as they fit into
    /// `Limits.progressBytes`.
    /// - Parameter zone: the time zone in which weeks begin.
    /// - Throws: `foreignCursor` if `cursor` is not one of the same filter.
    public func progress(
        _ filter: InterviewFilter, in zone: LocalTime, cursor: String? = nil
    ) throws(Refusal) -> ProgressPage {
        let seal = CursorSeal(key: transaction.cursorKey, user: user, filter: filter)
        let ids = try ids(from: cursor, seal)
        var tally = try tally(in: zone)
        let next = try transaction.snapshot { () throws(Refusal) in try add(filter, in: ids, to: &tally) }
        var progress = tally.progress
        progress.technologies = Array(progress.technologies.prefix(Limits.progressTechnologies))
        return ProgressPage(
            progress: progress, nextCursor: next.flatMap(InterviewID.init).map { seal.cursor(to: $0) })
    }

    /// - Returns: the id from which on interviews are left; nil if all were added.
    private func add(_ filter: InterviewFilter, in ids: IDRange, to tally: inout Tally) throws(Refusal) -> String? {
        var skipping = Budget(Limits.listBytes, least: Limits.leastRowBytes)
        var reading = Budget(Limits.progressBytes, least: Limits.leastProgressBytes)
        var (next, failure): (String?, Refusal?)
        let unread = try records.interviews(filter, in: ids, within: &skipping) { interview in
            guard reading.isLeft else {
                next = interview.id
                return false
            }
            do throws(Refusal) {
                let feedback = try records.feedback(of: interview)
                reading.spend(
                    interview.contextText.count + Limits.technologyWeight * interview.technologiesText.count
                        + (feedback?.count ?? 0))
                tally.add(interview, FeedbackSummary(reading: feedback))
            } catch {
                failure = error
            }
            return failure == nil
        }
        if let failure { throw failure }
        return next ?? unread
    }

    func tally(in zone: LocalTime) throws(Refusal) -> Tally {
        let tokenizer = try transaction.tokenizer()
        return Tally(zone) { tokenizer.tokens($0).map(\.term.text).joined(separator: " ") }
    }
}

/// Accumulates the progress of interviews, which are added newest first.
struct Tally {
    private struct Practice {
        var interviews = 0
        var microseconds: Int?

        mutating func add(_ interview: Interview, _ added: Totals) {
            interviews += 1
            if interview.actualDuration != nil { microseconds = (microseconds ?? 0) + added.microseconds }
        }
    }

    private struct Named {
        let name: String
        var totals = Totals()
    }

    private let zone: LocalTime
    private var totals = Totals()
    private var best: Double?

    /// Those of which a listed score or its rolling average is made, newest first.
    private var scored: [(interviewId: String, startedAt: Instant, score: Double)] = []
    private var weeks: [Day: Practice] = [:]
    private var technologies: [[UInt8]: Named] = [:]
    private var strengths: PointTally
    private var weakPoints: PointTally

    /// - Parameter fold: maps the wordings of one point to the same text.
    init(_ zone: LocalTime, fold: @escaping (String) -> String) {
        self.zone = zone
        strengths = PointTally(fold: fold)
        weakPoints = PointTally(fold: fold)
    }

    mutating func add(_ interview: Interview, _ feedback: FeedbackSummary?) {
        let added = Totals(interview)
        totals += added
        if let score = interview.score {
            if scored.count < Self.mostScored { scored.append((interview.id, interview.startedAt, score)) }
            best = max(best ?? score, score)
        }
        let monday = zone.day(of: interview.startedAt).monday
        weeks[monday, default: Practice()].add(interview, added)
        var seen: Set<[UInt8]> = []
        for name in interview.technologyNames {
            let key = name.utf8.map(\.lowercasedASCII)
            if seen.insert(key).inserted { technologies[key, default: Named(name: name)].totals += added }
        }
        strengths.add(feedback?.strengths.map(\.text) ?? [])
        weakPoints.add(feedback?.improvements.map(\.text) ?? [])
    }

    var progress: Progress {
        Progress(
            timeZone: zone.name, interviews: totals.interviews, scoredInterviews: totals.scored, bestScore: best,
            averageScore: totals.averageScore, scores: scores,
            weeks: weeks.sorted { $0.key < $1.key }.map { monday, week in
                .init(
                    monday: monday, interviews: week.interviews,
                    totalDuration: week.microseconds.map { Double($0) / 1e6 })
            },
            technologies: technologies.values
                .sorted { ($1.totals.interviews, $0.name) < ($0.totals.interviews, $1.name) }
                .map {
                    .init(
                        technology: $0.name, interviews: $0.totals.interviews, scoredInterviews: $0.totals.scored,
                        averageScore: $0.totals.averageScore)
                },
            strengths: strengths.points, weakPoints: weakPoints.points)
    }

    private static let rollingCount = 5
    private static let mostScored = Limits.scores + rollingCount - 1

    /// Oldest first.
    private var scores: [Progress.Score] {
        let series = Array(scored.reversed())
        return series.indices.suffix(Limits.scores).map { index in
            let last = series[max(0, index - Self.rollingCount + 1)...index]
            let isWhole = last.count == Self.rollingCount
            let (interviewId, startedAt, score) = series[index]
            return .init(
                interviewId: interviewId, startedAt: startedAt, score: score,
                rollingAverage: isWhole ? last.reduce(0) { $0 + $1.score } / Double(Self.rollingCount) : nil)
        }
    }
}

/// Counts the points of feedback; the first wording that is added represents a point.
private struct PointTally {
    private let fold: (String) -> String
    private var counts: [String: (point: String, interviews: Int, place: Int)] = [:]

    init(fold: @escaping (String) -> String) { self.fold = fold }

    mutating func add(_ points: [String]) {
        var seen: Set<String> = []
        for point in points.prefix(Limits.pointsOfFeedback) {
            let point = Self.beginning(of: point)
            let key = fold(point)
            guard !key.isEmpty, seen.insert(key).inserted else { continue }
            guard counts.count < Limits.distinctPoints || counts[key] != nil else { continue }
            let place = counts.count
            counts[key, default: (point, 0, place)].interviews += 1
        }
    }

    /// The first `Limits.pointLength` of a text, with a mark where it is cut.
    private static func beginning(of point: String) -> String {
        let scalars = point.unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: Limits.pointLength, limitedBy: scalars.endIndex),
            end < scalars.endIndex
        else { return point }
        return point[..<end] + "…"
    }

    var points: [Progress.Point] {
        counts.values.sorted { ($1.interviews, $0.place) < ($0.interviews, $1.place) }
            .prefix(Limits.recurringPoints).map { .init(point: $0.point, interviews: $0.interviews) }
    }
}
