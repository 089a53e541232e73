namespace SovereignFleet.Server.Journal.Proof;

/// <summary>Why the Journal proves less than it should now.</summary>
/// <param name="Key">"role", "trigger:journal_only_grows", "sink:socket": one alert each.</param>
/// <param name="Sentence">For a person, with what to do.</param>
internal sealed record JournalFault(string Key, string Sentence);
