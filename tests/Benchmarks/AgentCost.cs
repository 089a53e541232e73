namespace SovereignFleet.Benchmarks;

/// <summary>What a process had used at the begin and at the end of the measurement, and the page that it served meanwhile.</summary>
internal sealed record AgentCost(ProcessUsage Begin, ProcessUsage End, ScrapedPage Page)
{
    public double OwnCpuPerMinute(TimeSpan length) => (End.CpuSeconds - Begin.CpuSeconds) / length.TotalMinutes;

    public double AllCpuPerMinute(TimeSpan length) => (End.AllCpuSeconds - Begin.AllCpuSeconds) / length.TotalMinutes;
}
