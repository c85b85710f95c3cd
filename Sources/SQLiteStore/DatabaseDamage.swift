// Integrity checks of a database file, for the programs that test the server.

internal import Interviews

/// Runs `integrity_check` and `foreign_key_check` (sqlite.org/pragma.html).
/// - Returns: the errors found, or why a check could not run; empty for an intact file.
package func findDamage(inDatabaseAt path: String) -> [String] {
    var findings: [String] = []
    do throws(StoreFailure) {
        let connection = try Connection(path, .reading)
        try connection.rows(of: "PRAGMA integrity_check") { row in
            if row.text(0) != "ok" { findings.append(row.text(0)) }
        }
        try connection.rows(of: "PRAGMA foreign_key_check") { row in
            findings.append("row \(row.text(1)) of \(row.text(0)) refers to none of \(row.text(2))")
        }
    } catch {
        findings.append("\(error)")
    }
    return findings
}
