using System.Globalization;
using System.Text;

namespace SovereignFleet.Server.Journal;

/// <summary>What the chain's end was at an hour, signed: kept outside the database, best copied to another machine. Who rewrites the whole
/// chain in the database is betrayed by it.</summary>
internal sealed record JournalCheckpoint(long Position, string Hash, DateTimeOffset At, string Signature)
{
    /// <summary>The bytes that are signed.</summary>
    public static byte[] Message(long position, string hash, DateTimeOffset at) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"sovereignfleet-journal\n{position}\n{hash}\n{at.ToUnixTimeSeconds()}"));
}
