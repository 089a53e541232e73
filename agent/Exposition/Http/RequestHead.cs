using System.Text;

namespace SovereignFleet.Agent.Exposition.Http;

/// <summary>The head of one HTTP request, as far as a page that is only read needs it.</summary>
/// <param name="Target">The Host whose BMC is asked for; null where it is /metrics.</param>
internal readonly record struct RequestHead(int Length, int Status, bool IsHead, bool KeepAlive, string? Target)
{
    public const int Longest = 8 << 10;

    /// <summary>Null: more bytes are needed. Status 200 asks for a page; what is not understood is 400 and ends the connection.</summary>
    // GET /metrics HTTP/1.1\r\nHost: gpu-node-07:9400\r\nUser-Agent: Prometheus/2.42.0\r\nAccept-Encoding: gzip\r\n\r\n
    public static RequestHead? Parse(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return bytes.Length < Longest ? null : new RequestHead(bytes.Length, 431, false, false, null);
        }

        var head = bytes[..end];
        var lineEnd = head.IndexOf("\r\n"u8);
        var line = lineEnd < 0 ? head : head[..lineEnd];
        var headers = lineEnd < 0 ? [] : head[(lineEnd + 2)..];
        var (first, last) = (line.IndexOf((byte)' '), line.LastIndexOf((byte)' '));
        if (first <= 0 || last <= first + 1 || !line[(last + 1)..].StartsWith("HTTP/1."u8) || HasBody(headers))
        {
            return new RequestHead(end + 4, 400, false, false, null);
        }

        var method = line[..first];
        var target = line[(first + 1)..last];
        var keepAlive = line.EndsWith("HTTP/1.1"u8) && !Value(headers, "connection:"u8).Contains("close", StringComparison.OrdinalIgnoreCase);
        var mark = target.IndexOf((byte)'?');
        var path = mark < 0 ? target : target[..mark];
        var host = path.SequenceEqual("/ipmi"u8) ? Host(mark < 0 ? [] : target[(mark + 1)..]) : null;
        return new RequestHead(end + 4, StatusOf(method, path, host), method.SequenceEqual("HEAD"u8), keepAlive, host);
    }

    private static int StatusOf(ReadOnlySpan<byte> method, ReadOnlySpan<byte> path, string? host)
    {
        if (!path.SequenceEqual("/metrics"u8) && host is null)
        {
            return 404;
        }

        if (!method.SequenceEqual("GET"u8) && !method.SequenceEqual("HEAD"u8))
        {
            return 405;
        }

        return host is "" ? 400 : 200;
    }

    /// <summary>Empty where the query names no target.</summary>
    // /ipmi?target=gpu-node-08&module=default
    private static string Host(ReadOnlySpan<byte> query)
    {
        foreach (var part in query.Split((byte)'&'))
        {
            if (query[part].StartsWith("target="u8))
            {
                return Uri.UnescapeDataString(Encoding.Latin1.GetString(query[part]["target=".Length..]));
            }
        }

        return "";
    }

    /// <summary>A body would be read as the next request, so none is taken.</summary>
    private static bool HasBody(ReadOnlySpan<byte> headers) =>
        Value(headers, "transfer-encoding:"u8).Length > 0 || Value(headers, "content-length:"u8) is not ("" or "0");

    /// <summary>Empty where there is no such header.</summary>
    private static string Value(ReadOnlySpan<byte> headers, ReadOnlySpan<byte> name)
    {
        while (headers.Length > 0)
        {
            var end = headers.IndexOf("\r\n"u8);
            var header = end < 0 ? headers : headers[..end];
            if (header.Length >= name.Length && Ascii.EqualsIgnoreCase(header[..name.Length], name))
            {
                return Encoding.Latin1.GetString(header[name.Length..]).Trim();
            }

            headers = end < 0 ? [] : headers[(end + 2)..];
        }

        return "";
    }
}
