using SovereignFleet.Server.Postgres.Embedded;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Benchmarks;

/// <summary>The agent as it ships, connected to a server with a Postgres of its own.</summary>
internal static class AgentStage
{
    /// <param name="prepare">Gives the program to start, of the published agent.</param>
    public static async Task PlayAsync(
        Func<Stage, string, Task<string>> prepare, Func<Stage, MeasuredAgent, Task> play, CancellationToken cancellationToken)
    {
        await using var stage = new Stage(_ => { });
        Console.WriteLine("Compiling the agent ahead of time (once per state of its sources)...");
        var program = await prepare(stage, await PublishedAgent.PathAsync(cancellationToken));
        var postgres = new EmbeddedPostgres(new EmbeddedPostgresOptions { Folder = Path.Combine(stage.Root, "postgres"), Durable = true });
        await postgres.StartAsync(cancellationToken);
        try
        {
            var server = await ServerProcess.StartAsync(
                stage, new Dictionary<string, string> { ["Database:ConnectionString"] = postgres.ConnectionString }, cancellationToken);
            await play(stage, await MeasuredAgent.StartAsync(stage, program, server, cancellationToken));
        }
        finally
        {
            await postgres.StopAsync(CancellationToken.None);
        }
    }
}
