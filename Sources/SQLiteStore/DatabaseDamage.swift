// What SQLite finds wrong with a database file, for programs that test this one.

internal import Interviews

/// The findings of `integrity_check` and `foreign_key_check` (sqlite.org/pragma.html), or why they could not be had; none
/// for a file that is whole.
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
