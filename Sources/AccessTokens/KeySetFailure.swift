// Why a key set cannot be used.

public import Files

/// Why a key set cannot be read from a file.
public enum KeySetFailure: Error, Equatable, Sendable {
    case file(SmallFileFailure)
    case notAKeySet

    /// - Parameter firstFlaw: why the first key is not used; nil if the set is empty.
    case noUsableKey(firstFlaw: KeyFlaw?)
}
