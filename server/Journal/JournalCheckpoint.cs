using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SovereignFleet.Server.Journal;

/// <summary>Where the chain ended at a time, signed, and chained to the checkpoint before. Who rewrites the whole chain in the database is
/// betrayed by it, as long as a copy is where they cannot reach.</summary>
/// <param name="Number">From 1, without a gap; 0: of a version that chained none.</param>
/// <param name="Previous">The digest of the one before; empty: it is the first.</param>
internal sealed record JournalCheckpoint(
    long Position, string Hash, DateTimeOffset At, string Signature = "", long Number = 0, string Previous = "")
{
    /// <summary>One line: what a sink keeps.</summary>
    [JsonIgnore]
    public string Line => JsonSerializer.Serialize(this);

    /// <summary>The bytes that are signed.</summary>
    [JsonIgnore]
    public byte[] Message => Encoding.UTF8.GetBytes(Number == 0
        ? string.Create(CultureInfo.InvariantCulture, $"sovereignfleet-journal\n{Position}\n{Hash}\n{At.ToUnixTimeSeconds()}")
        : string.Create(CultureInfo.InvariantCulture, $"sovereignfleet-journal-2\n{Number}\n{Position}\n{Hash}\n{At.ToUnixTimeSeconds()}\n{Previous}"));

    /// <summary>What the next one carries of this.</summary>
    [JsonIgnore]
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(Message));

    /// <param name="line">A line of a sink, whatever its receiver wrote before and behind the JSON object.</param>
    /// <returns>Null: it has none.</returns>
    public static JournalCheckpoint? Parse(string line)
    {
        var (from, until) = (line.IndexOf('{', StringComparison.Ordinal), line.LastIndexOf('}'));
        try
        {
            return from < 0 || until < from ? null : JsonSerializer.Deserialize<JournalCheckpoint>(line[from..(until + 1)]);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public bool IsSignedBy(IJournalSigner signer)
    {
        try
        {
            return Hash is not null && Signature is not null && signer.Verify(Message, Convert.FromBase64String(Signature));
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
