namespace SovereignFleet.Agent.Bmc.Ipmi;

/// <summary>Leaves a BMC alone that does not answer, longer each time: one that is being updated or that hangs is not helped by
/// questions.</summary>
internal sealed class BmcBackoff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private DateTimeOffset until = DateTimeOffset.MinValue;
    private TimeSpan pause = TimeSpan.Zero;
    private string reason = "";

    /// <summary>Null: ask. Else why not, for a person.</summary>
    public string? WhyNot(DateTimeOffset now)
    {
        lock (gate)
        {
            return now < until && until - now <= Longest ? $"{reason} (asked again in {Math.Ceiling((until - now).TotalSeconds):F0} s)" : null;
        }
    }

    /// <param name="failure">Null: it answered.</param>
    public void Told(string? failure, DateTimeOffset now)
    {
        lock (gate)
        {
            if (failure is null)
            {
                (until, pause) = (DateTimeOffset.MinValue, TimeSpan.Zero);
                return;
            }

            pause = pause == TimeSpan.Zero ? First : pause * 2 < Longest ? pause * 2 : Longest;
            (until, reason) = (now + pause, failure);
        }
    }
}
