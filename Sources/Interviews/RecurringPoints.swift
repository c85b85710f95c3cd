// Counts the points that recur in the feedback of many interviews, without holding their texts.

internal import Insight

/// Counts points of feedback. Of each different point it holds a hash and an interview, about 100 bytes however long the
/// point is; the texts of the most frequent ones are read at the end.
struct RecurringPoints {
    /// Two hashes of what is the same in all wordings of a point. That two points among a million have the same is less
    /// likely than 1 in 10²⁶.
    private struct Key: Hashable {
        let first: UInt64
        let second: UInt64
    }

    private struct Count {
        /// The newest interview that has the point, whose wording represents it.
        let interviewId: String
        let place: Int
        var interviews = 0
    }

    private let list: KeyPath<FeedbackSummary, [FeedbackSummary.Point]>
    private let fold: (String) -> String
    private let keys = (0..<4).map { _ in UInt64.random(in: .min ... .max) }
    private var counts: [Key: Count] = [:]

    /// - Parameters:
    ///   - list: the points that are counted.
    ///   - fold: maps the wordings of one point to the same text.
    init(_ list: KeyPath<FeedbackSummary, [FeedbackSummary.Point]>, _ fold: @escaping (String) -> String) {
        (self.list, self.fold) = (list, fold)
    }

    /// Adds the feedback of an interview; the newest interviews come first.
    mutating func add(_ feedback: FeedbackSummary?, of interview: Interview) {
        var seen: Set<Key> = []
        let id = interview.id
        for (_, key) in points(of: feedback) where seen.insert(key).inserted {
            let place = counts.count
            counts[key, default: Count(interviewId: id, place: place)].interviews += 1
        }
    }

    /// The most frequent points.
    /// - Parameter feedback: reads the feedback of an interview again.
    func points(
        _ feedback: (_ interviewId: String) throws(Refusal) -> FeedbackSummary?
    ) throws(Refusal) -> [Progress.Point] {
        var most: [(key: Key, value: Count)] = []
        for one in counts {
            let place = most.firstIndex { Self.precedes(one.value, $0.value) } ?? most.count
            guard place < Limits.recurringPoints else { continue }
            if most.count == Limits.recurringPoints { most.removeLast() }
            most.insert(one, at: place)
        }
        var points: [Progress.Point] = []
        for (key, count) in most {
            let found = self.points(of: try feedback(count.interviewId)).first { $0.key == key }
            // Within one snapshot it is there.
            guard let found else { continue }
            points.append(Progress.Point(point: found.text, interviews: count.interviews))
        }
        return points
    }

    private static func precedes(_ one: Count, _ other: Count) -> Bool {
        (other.interviews, one.place) < (one.interviews, other.place)
    }

    private func points(of feedback: FeedbackSummary?) -> [(text: String, key: Key)] {
        (feedback?[keyPath: list] ?? []).prefix(Limits.pointsOfFeedback).compactMap { point in
            let text = Self.cut(point.text)
            let folded = Array(fold(text).utf8)
            guard !folded.isEmpty else { return nil }
            return (
                text,
                Key(
                    first: SipHash.hash(folded, key: (keys[0], keys[1])),
                    second: SipHash.hash(folded, key: (keys[2], keys[3])))
            )
        }
    }

    /// The text up to `Limits.recurringPointLength`, with an ellipsis where it is cut.
    private static func cut(_ text: String) -> String {
        let scalars = text.unicodeScalars
        let limit = Limits.recurringPointLength
        guard text.utf8.count > limit,
            let end = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex),
            end < scalars.endIndex
        else { return text }
        return String(scalars[..<end]) + "…"
    }
}
