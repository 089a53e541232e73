using SovereignFleet.Server.Health.Faults;

namespace SovereignFleet.Server.Work.RemoteHands.Text;

/// <summary>One Condition, with the raw lines that it was judged from.</summary>
/// <param name="Gpu">Null: it is of the Host, or of a GPU that nobody knows the place of.</param>
internal sealed record TicketEvidence(
    DateTimeOffset At, string Code, TicketGpu? Gpu, string Sentence, string Action, RemedyKind Remedy, IReadOnlyList<string> Lines);
