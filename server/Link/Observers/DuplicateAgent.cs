using SovereignFleet.Server.Fleet;

namespace SovereignFleet.Server.Link.Observers;

/// <summary>A machine that connected as a Host while another one speaks as that Host.</summary>
/// <param name="BootId">Its boot.</param>
/// <param name="OtherBootId">That of the machine that spoke before.</param>
/// <param name="OtherHeardAt">When that one was heard last.</param>
/// <param name="Address">Where it connected from.</param>
/// <param name="At">When it connected.</param>
internal sealed record DuplicateAgent(HostIdentity Host, string BootId, string OtherBootId, DateTimeOffset OtherHeardAt, string Address, DateTimeOffset At)
{
    public string Sentence => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"Two machines speak as {Host.Name}: one that was up already connected from {Address} while another was heard at {OtherHeardAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC.");
}
