namespace SovereignFleet.Server.Journal.Proof;

/// <param name="Entries">How many entries were found good.</param>
/// <param name="Sentence">For a person: that all is well, or the first thing that is not.</param>
internal sealed record JournalVerdict(bool Intact, long Entries, string Sentence);
