using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Work.RemoteHands;

/// <summary>A ticket system of a test: takes a ticket at POST /new, finds one at GET /search?reference=.</summary>
internal sealed class TicketDesk
{
    private readonly ConcurrentQueue<(string Key, string Body)> posted = new();

    private TicketDesk(string url) => Url = url;

    public string Url { get; }

    /// <summary>What a POST answers; the ticket is taken all the same.</summary>
    public Func<HttpContext, IResult> Answer { get; set; } = _ => Results.Json(new { id = "T-1" });

    public int SearchStatus { get; set; } = StatusCodes.Status200OK;

    /// <summary>Each POST that was taken, with its Idempotency-Key.</summary>
    public IReadOnlyList<(string Key, string Body)> Posted => [.. posted];

    public string Settings => $$"""{"url":"{{Url}}/new","find":"{{Url}}/search"}""";

    public static async Task<TicketDesk> StartAsync(Stage stage, CancellationToken cancellationToken)
    {
        var desk = new TicketDesk($"http://127.0.0.1:{FreePort.Next()}");
        await LocalWeb.StartAsync(stage, new Uri(desk.Url).Port, desk.Map, cancellationToken);
        return desk;
    }

    private void Map(WebApplication web)
    {
        web.MapPost("/new", async (HttpContext context) =>
        {
            using var reader = new StreamReader(context.Request.Body);
            posted.Enqueue((context.Request.Headers["Idempotency-Key"].ToString(), await reader.ReadToEndAsync()));
            return Answer(context);
        });
        web.MapGet("/search", (string reference) => SearchStatus != StatusCodes.Status200OK
            ? Results.StatusCode(SearchStatus)
            : posted.Any(ticket => ticket.Key == reference) ? Results.Json(new { id = "T-1" }) : Results.NotFound());
    }
}
