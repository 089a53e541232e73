namespace SovereignFleet.Tests.Support;

/// <summary>One alert as it reached the person's side.</summary>
internal sealed record ReceivedAlert(
    DateTimeOffset At,
    string Sender,
    string Status,
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyDictionary<string, string> Annotations)
{
    public string Name => Labels["alertname"];

    public override string ToString() => $"{Sender} {Status} {string.Join(", ", Labels)}";
}
