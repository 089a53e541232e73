namespace SovereignFleet.Server.Journal.Sinks;

/// <summary>Where copies of the checkpoints go. Each is asked again until it took one, and in their order.</summary>
internal interface IJournalSink
{
    /// <summary>"folder", "socket": also the name of the file that says how far it is.</summary>
    string Name { get; }

    /// <summary>Returns when the sink has it. The same one may come twice.</summary>
    /// <exception cref="IOException">It has it not; the message says why.</exception>
    Task TakeAsync(JournalCheckpoint checkpoint, CancellationToken cancellationToken);
}
