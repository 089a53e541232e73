using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;

namespace SovereignFleet.Agent.Inference.Probes;

/// <summary>Asks a server for its metrics.</summary>
internal static class PageRequest
{
    private const int MostRedirects = 3;

    /// <summary>The client for all servers: no redirects by itself, no proxy of the environment, each call bounded by its probe.</summary>
    public static HttpClient Client() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false });

    /// <summary>Null where the page was read; else why not.</summary>
    public static async Task<string?> ReadAsync(HttpClient http, Uri address, MetricsPage page, CancellationToken cancellationToken)
    {
        for (var redirects = 0; redirects <= MostRedirects; redirects++)
        {
            using var request = Request(address);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (Redirect(response, address) is not { } next)
            {
                return await ReadAsync(response, MetricsAddress.Shown(address), page, cancellationToken);
            }

            if (!MetricsAddress.IsSameServer(address, next))
            {
                return $"{MetricsAddress.Shown(address)} sends elsewhere, to {next.Scheme}://{next.Authority}: name it in Inference:<n>:Endpoint if it is the server";
            }

            address = next;
        }

        return $"{MetricsAddress.Shown(address)} sends on more than {MostRedirects} times";
    }

    /// <summary>Where it sends on to; null where it does not. As it is written: a path that is parsed by itself would name a file.</summary>
    private static Uri? Redirect(HttpResponseMessage response, Uri from) =>
        (int)response.StatusCode is 301 or 302 or 303 or 307 or 308
        && response.Headers.NonValidated.TryGetValues("Location", out var location) && Uri.TryCreate(from, location.ToString(), out var to) ? to : null;

    private static async Task<string?> ReadAsync(HttpResponseMessage response, string shown, MetricsPage page, CancellationToken cancellationToken)
    {
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return $"{shown} answers {(int)response.StatusCode}";
        }

        await using var sent = await response.Content.ReadAsStreamAsync(cancellationToken);
        await using var stream = Plain(sent, response.Content.Headers.ContentEncoding);
        return stream is null ? $"{shown} answers in {string.Join(", ", response.Content.Headers.ContentEncoding)}, which was not asked for"
            : await page.ReadAsync(stream, cancellationToken) ? null
            : $"{shown} is larger than {MetricsPage.LargestPage} bytes";
    }

    /// <summary>The text format, uncompressed: what is asked each second on the same machine need not be made small.</summary>
    private static HttpRequestMessage Request(Uri address)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse("text/plain; version=0.0.4"));
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse("*/*; q=0.1"));
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
        return request;
    }

    /// <summary>There are servers, and proxies before them, that compress all the same. Null where it cannot be read.</summary>
    private static Stream? Plain(Stream sent, ICollection<string> encodings) => string.Join(',', encodings).ToLowerInvariant() switch
    {
        "" or "identity" => sent,
        "gzip" or "x-gzip" => new GZipStream(sent, CompressionMode.Decompress),
        "deflate" => new ZLibStream(sent, CompressionMode.Decompress),
        "br" => new BrotliStream(sent, CompressionMode.Decompress),
        _ => null,
    };
}
