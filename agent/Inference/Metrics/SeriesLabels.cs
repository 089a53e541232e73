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

    // {engine="0",model_name="a b{c} \"d\""}          {dp_rank="1",tp_rank="4",priority=""}
    public static SeriesLabels Read(ReadOnlySpan<byte> text, MetricTerm term)
    {
        var (at, found, isBucket, identity) = (1, 0, false, Seed);
        while (at < text.Length && text[at] != '}')
        {
            var equals = text[at..].IndexOf((byte)'=');
            var name = equals < 0 ? default : text.Slice(at, equals).Trim(" ,"u8);
            var open = at + equals + 1;
            if (equals < 0 || open >= text.Length || text[open] != '"' || ValueEnd(text, open + 1) is not (> 0 and var end))
            {
                return new(-1, false, false, 0);
            }

            var value = text[(open + 1)..end];
            found += Matches(term, name, value) ? 1 : 0;
            isBucket |= value.Length > 0 && name.SequenceEqual("priority"u8);
            identity = IsRank(name) || name.SequenceEqual("priority"u8) && value.Length == 0 ? identity : Hash(Hash(identity, name), value);
            at = end + 1;
            at += at < text.Length && text[at] == ',' ? 1 : 0;
        }

        return at < text.Length ? new(at + 1, found == term.Where.Count, isBucket, identity) : new(-1, false, false, 0);
    }

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
