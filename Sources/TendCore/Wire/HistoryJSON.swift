/// Answer of `GET /sessions/{id}/rows/matches` and `…/prompts`.
package struct PlacesJSON: Hashable, Sendable, Codable {
    package var places: [RowPlace]

    package init(places: [RowPlace]) { self.places = places }
}

/// Answer of `GET /sessions/{id}/moments`.
package struct MomentsJSON: Hashable, Sendable, Codable {
    package var moments: [RecordedMoment]

    package init(moments: [RecordedMoment]) { self.moments = moments }
}
