namespace SovereignFleet.Dashboard.Journal;

/// <summary>How often the journal is read again.</summary>
internal static class JournalPeriod
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    // By kind, Site or time the server may have to go far back to fill a page.
    public static TimeSpan Of(string? kind, string? siteId, string? range, TimeSpan usual) =>
        string.IsNullOrEmpty(kind) && string.IsNullOrEmpty(siteId) && string.IsNullOrEmpty(range) ? usual : Long;
}
