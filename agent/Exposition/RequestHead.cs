using System.Text;

namespace SovereignFleet.Agent.Exposition;

/// <summary>The head of one HTTP request, as far as a page that is only read needs it.</summary>
internal readonly record struct RequestHead(int Length, int Status, bool IsHead, bool KeepAlive)
{
    public const int Longest = 8 << 10;

    /// <summary>Null: more bytes are needed. Status 200 asks for /metrics; what is not understood is 400 and ends the connection.</summary>
    // GET /metrics HTTP/1.1\r\nHost: gpu-node-07:9400\r\nUser-Agent: Prometheus/2.42.0\r\nAccept-Encoding: gzip\r\n\r\n
    public static RequestHead? Parse(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return bytes.Length < Longest ? null : new RequestHead(bytes.Length, 431, false, false);
        }

        var head = bytes[..end];
        var lineEnd = head.IndexOf("\r\n"u8);
        var line = lineEnd < 0 ? head : head[..lineEnd];
        var headers = lineEnd < 0 ? [] : head[(lineEnd + 2)..];
        var (first, last) = (line.IndexOf((byte)' '), line.LastIndexOf((byte)' '));
        if (first <= 0 || last <= first + 1 || !line[(last + 1)..].StartsWith("HTTP/1."u8) || HasBody(headers))
        {
            return new RequestHead(end + 4, 400, false, false);
        }

        var method = line[..first];
        var target = line[(first + 1)..last];
        var keepAlive = line.EndsWith("HTTP/1.1"u8) && !Value(headers, "connection:"u8).Contains("close", StringComparison.OrdinalIgnoreCase);
        return new RequestHead(end + 4, StatusOf(method, target), method.SequenceEqual("HEAD"u8), keepAlive);
    }

    private static int StatusOf(ReadOnlySpan<byte> method, ReadOnlySpan<byte> target)
    {
        var query = target.IndexOf((byte)'?');
        return (query < 0 ? target : target[..query]).SequenceEqual("/metrics"u8) switch
        {
            false => 404,
            true when method.SequenceEqual("GET"u8) || method.SequenceEqual("HEAD"u8) => 200,
            true => 405,
        };
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
