namespace SovereignFleet.Server.Checks;

/// <summary>One thing that was tried.</summary>
/// <param name="Subject">"pool llm-ca, host gpu-yul1-01"</param>
/// <param name="Sentence">What was found, for a person.</param>
internal sealed record Check(string Subject, bool Passed, string Sentence);
