using SovereignFleet.Server.Health.Faults;

namespace SovereignFleet.Server.Work.RemoteHands;

/// <summary>One Condition, with the raw lines that it was judged from.</summary>
internal sealed record TicketEvidence(DateTimeOffset At, string Sentence, string Action, RemedyKind Remedy, IReadOnlyList<string> Lines);
