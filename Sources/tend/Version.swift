/// The version of this program: command line, server and keeper are one binary.
enum Version {
    static let text = "0.1.0"
}
