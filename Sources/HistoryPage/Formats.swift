// Numbers, dates, durations and plural rules of each language.

internal import Insight

extension Strings {
    /// Whether a count takes the singular: 1 in English, 0 and 1 in French.
    func isOne(_ count: Int) -> Bool {
        switch language {
        case .english: count == 1
        case .french: count == 0 || count == 1
        }
    }

    /// With a separator of thousands: `1,204`; in French `1 204`.
    func number(_ value: Int) -> HTML { "\(text: whole(value))" }

    /// At most one decimal, without a trailing zero: `12.5`; in French `12,5`. Numbers that are too large for this are
    /// written as Swift writes them.
    func number(_ value: Double) -> HTML { "\(text: decimal(value))" }

    private func whole(_ value: Int) -> String {
        let digits = String(value.magnitude)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text += groupSeparator }
            text.append(digit)
        }
        return value < 0 ? "−" + text : text
    }

    private func decimal(_ value: Double) -> String {
        guard value.magnitude < 1e15 else { return value.description }
        let (ones, tenth) = Int((value * 10).rounded()).magnitude.quotientAndRemainder(dividingBy: 10)
        let text = whole(Int(ones)) + (tenth == 0 ? "" : point + String(tenth))
        return value < 0 && (ones, tenth) != (0, 0) ? "−" + text : text
    }

    func percent(_ share: Double) -> HTML {
        "\(number((share * 100).rounded()))\(language == .english ? "%" : "\u{202F}%")"
    }

    /// A score, or a dash if there is none.
    func score(_ value: Double?) -> HTML { value.map { number($0) } ?? "–" }

    /// For example `Mar 18, 2026`; in French `18 mars 2026`.
    func date(_ day: Day) -> HTML {
        let (year, month, dayOfMonth) = day.date
        return switch language {
        case .english: "\(text: Self.months[month - 1].english) \(dayOfMonth), \(year)"
        case .french: "\(dayOfMonth) \(text: Self.months[month - 1].french) \(year)"
        }
    }

    /// A duration: `12 s`, `3 min`, `1 h 20 min`.
    func length(_ seconds: Double) -> HTML {
        guard seconds >= 59.95 else { return "\(number(seconds))\u{A0}s" }
        let (hours, minutes) = Int((seconds / 60).rounded()).quotientAndRemainder(dividingBy: 60)
        let parts: [(count: Int, unit: HTML)] = [(hours, "h"), (minutes, "min")]
        return parts.filter { $0.count > 0 }.map { "\(number($0.count))\u{A0}\($0.unit)" }.joined(separator: " ")
    }

    private var groupSeparator: String { language == .english ? "," : "\u{202F}" }

    private var point: String { language == .english ? "." : "," }

    private static let months: [(english: String, french: String)] = [
        ("Jan", "janv."), ("Feb", "févr."), ("Mar", "mars"), ("Apr", "avr."), ("May", "mai"), ("Jun", "juin"),
        ("Jul", "juil."), ("Aug", "août"), ("Sep", "sept."), ("Oct", "oct."), ("Nov", "nov."), ("Dec", "déc."),
    ]
}
