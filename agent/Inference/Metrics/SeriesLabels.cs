namespace SovereignFleet.Agent.Inference.Metrics;

/// <summary>Reads the labels of one series, without allocating. Pure.</summary>
internal readonly ref struct SeriesLabels
{
    private const ulong Seed = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    private SeriesLabels(int length, bool isWanted, bool isBucket, ulong identity)
    {
        Length = length;
        IsWanted = isWanted;
        IsBucket = isBucket;
        Identity = identity;
    }

    /// <summary>How long they are with their braces; -1 where they do not end.</summary>
    public int Length { get; }

    /// <summary>All labels that the term asks for are there.</summary>
    public bool IsWanted { get; }

    /// <summary>A part of an aggregate that stands beside it (SGLang's priorities).</summary>
    public bool IsBucket { get; }

    /// <summary>The same for series that tell one thing several times over: each rank of a model that is spread over several GPUs
    /// reports the same requests.</summary>
    public ulong Identity { get; }

    // {engine="0",model_name="a b{c} \"d\""}          {dp_rank="1",tp_rank="4",priority=""}          {"service.name"="a", engine = "0"}
    // ",engine="0"}                                   behind a name that stands in the braces
    public static SeriesLabels Read(ReadOnlySpan<byte> text, MetricTerm term)
    {
        var (at, found, isBucket, identity) = (Next(text, 1), 0, false, Seed);
        while (at < text.Length && text[at] != '}')
        {
            var after = ReadOne(text, at, out var name, out var value);
            if (after < 0)
            {
                return new(-1, false, false, 0);
            }

            found += Matches(term, name, value) ? 1 : 0;
            isBucket |= value.Length > 0 && name.SequenceEqual("priority"u8);
            identity = IsRank(name) || name.SequenceEqual("priority"u8) && value.Length == 0 ? identity : Hash(Hash(identity, name), value);
            at = Next(text, after);
        }

        return at < text.Length ? new(at + 1, found == term.Where.Count, isBucket, identity) : new(-1, false, false, 0);
    }

    /// <summary>One label; gives where it ends, -1 where it does not.</summary>
    private static int ReadOne(ReadOnlySpan<byte> text, int at, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        name = default;
        value = default;
        var isQuoted = text[at] == '"';
        var nameEnd = isQuoted ? ValueEnd(text, at + 1) : text[at..].IndexOf((byte)'=') is >= 0 and var length ? at + length : -1;
        if (nameEnd < 0)
        {
            return -1;
        }

        name = isQuoted ? text[(at + 1)..nameEnd] : text[at..nameEnd].TrimEnd(" \t"u8);
        var equals = Blank(text, isQuoted ? nameEnd + 1 : nameEnd);
        var open = equals < text.Length && text[equals] == '=' ? Blank(text, equals + 1) : text.Length;
        if (open >= text.Length || text[open] != '"' || ValueEnd(text, open + 1) is not (> 0 and var end))
        {
            return -1;
        }

        value = text[(open + 1)..end];
        return end + 1;
    }

    private static int Next(ReadOnlySpan<byte> text, int at) => text.Length - text[at..].TrimStart(" \t,"u8).Length;

    private static int Blank(ReadOnlySpan<byte> text, int at) => text.Length - text[at..].TrimStart(" \t"u8).Length;

    private static bool IsRank(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("tp_rank"u8) || name.SequenceEqual("pp_rank"u8) || name.SequenceEqual("moe_ep_rank"u8) || name.SequenceEqual("pid"u8);

    private static bool Matches(MetricTerm term, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        foreach (var label in term.Where)
        {
            if (name.SequenceEqual(label.Name) && value.SequenceEqual(label.Value))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The quote that ends the value; one behind a backslash does not. -1 where there is none.</summary>
    private static int ValueEnd(ReadOnlySpan<byte> text, int from)
    {
        for (var i = from; i < text.Length; i++)
        {
            switch (text[i])
            {
                case (byte)'\\':
                    i++;
                    break;
                case (byte)'"':
                    return i;
            }
        }

        return -1;
    }

    private static ulong Hash(ulong hash, ReadOnlySpan<byte> bytes)
    {
        foreach (var one in bytes)
        {
            hash = unchecked((hash ^ one) * Prime);
        }

        return unchecked((hash ^ 0xff) * Prime);
    }
}
