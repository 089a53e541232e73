namespace SovereignFleet.Server.Work.RemoteHands;

/// <summary>One Condition, with the raw lines that it was judged from.</summary>
internal sealed record TicketEvidence(string Code, DateTimeOffset At, string Sentence, string Action, IReadOnlyList<string> Lines);
