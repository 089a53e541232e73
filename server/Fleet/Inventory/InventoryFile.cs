using SovereignFleet.Server.Fleet.Inventory.Rules;
using SovereignFleet.Server.Hosting;

namespace SovereignFleet.Server.Fleet.Inventory;

/// <summary>Applies Fleet:InventoryFile once at start. A file that does not fit is an error for a person, not the end of the server: it is not
/// tried again, so this is no worker of rounds.</summary>
internal sealed partial class InventoryFile(
    InventoryImporter importer, InventoryOptions options, DatabaseReady ready, ILogger<InventoryFile> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.InventoryFile is not { Length: > 0 } path)
        {
            return;
        }

        try
        {
            await ready.WaitAsync(stoppingToken);
            // It is read at each start: what a person retired since it was written must not come back by a restart.
            var declaration = new Declaration("system", bringsBack: false, reason: "");
            var outcome = await importer.ApplyAsync(await File.ReadAllTextAsync(path, stoppingToken), declaration, stoppingToken);
            Log.InventoryApplied(logger, path, outcome.Changes.Count);
            if (outcome.Warnings.Count > 0)
            {
                Log.InventoryDoubtful(logger, path, string.Join('\n', outcome.Warnings));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
        catch (Exception error)
        {
            Log.InventoryNotApplied(logger, path, error.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2501, Level = LogLevel.Information, Message = "The inventory {Path} is applied: {Changes} changes.")]
        public static partial void InventoryApplied(ILogger logger, string path, int changes);

        [LoggerMessage(EventId = 2503, Level = LogLevel.Warning, Message = "The inventory {Path} is applied, and is to be looked at:\n{Warnings}")]
        public static partial void InventoryDoubtful(ILogger logger, string path, string warnings);

        [LoggerMessage(EventId = 2502, Level = LogLevel.Error, Message = "The inventory {Path} (Fleet:InventoryFile) is not applied:\n{Reason}")]
        public static partial void InventoryNotApplied(ILogger logger, string path, string reason);
    }
}
