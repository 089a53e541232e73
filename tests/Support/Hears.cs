using Microsoft.Extensions.Options;
using SovereignFleet.Server.Fleet.Liveness;

namespace SovereignFleet.Tests.Support;

/// <summary>What a server can hear, where a test is about something else.</summary>
internal static class Hears
{
    /// <summary>Always could, and always will.</summary>
    public static Hearing Always()
    {
        var hearing = new Hearing(Options.Create(new LivenessOptions()));
        hearing.GoOnFrom(DateTimeOffset.MaxValue);
        return hearing;
    }
}
