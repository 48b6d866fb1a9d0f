import NIOCore
import TendCore
import TendScreen

/// The texts of a row that have no bound of their own, written once for all of its cells: clusters, colours of underlines, links.
/// Most rows have none.
struct RareTexts {
    struct Extra {
        /// `,"underline_color":…,"link":…`, as far as there is something to say.
        var json: [UInt8]
        var hasLink: Bool
    }

    /// Within a string, by the index of the cells.
    private let clusters: [[UInt8]]
    private let extras: [Extra]
    /// What the text of a cell takes at most: a control character takes six bytes.
    let glyphBound: Int
    /// What a run takes at most, without its text. Without extras that are some 170 bytes with every attribute.
    let runBound: Int

    init(_ row: Row) {
        clusters = row.clusters.map { RareTexts.json($0).dropFirst().dropLast() }.map(Array.init)
        extras = row.extras.map(Extra.init)
        glyphBound = clusters.reduce(6) { max($0, $1.count) }
        runBound = 256 + extras.reduce(0) { max($0, $1.json.count) }
    }

    /// Empty if there is no such cluster.
    func cluster(of cell: Cell) -> [UInt8] {
        guard let index = cell.clusterIndex, index < clusters.count else { return [] }
        return clusters[index]
    }

    func extra(of cell: Cell) -> Extra? {
        guard let index = cell.extraIndex, index < extras.count else { return nil }
        return extras[index]
    }

    /// Whether nothing of attributes, underline and link would be seen on a cell with a glyph.
    func isPlainLook(of cell: Cell) -> Bool {
        cell.attributes.subtracting(.protected).isEmpty && cell.underline == .none
            && extra(of: cell)?.hasLink != true
    }

    /// The text in quotes.
    static func json(_ text: String) -> [UInt8] {
        var buffer = ByteBuffer()
        buffer.writeJSON(text)
        return Array(buffer.readableBytesView)
    }
}

extension RareTexts.Extra {
    fileprivate init(_ extra: TendScreen.Extra) {
        var buffer = ByteBuffer()
        if let color = ScreenJSON.word(extra.underlineColor) {
            buffer.writeString(",\"underline_color\":\"\(color)\"")
        }
        if let link = extra.link {
            buffer.writeStaticString(",\"link\":")
            buffer.writeJSON(link.uri.sanitized(limit: 4096))
        }
        json = Array(buffer.readableBytesView)
        hasLink = extra.link != nil
    }
}
