using SovereignFleet.Agent.Spool.Files;

namespace SovereignFleet.Tests.Agent.Spool;

/// <summary>What a spool's life plays on. Between two lives it may suffer.</summary>
internal interface ILifeDisk
{
    ISpoolFiles Files { get; }

    /// <summary>The spool must not have it open any more: what the files hold now is what the next life finds.</summary>
    void Turn();

    /// <summary>Every file with anything in it.</summary>
    IReadOnlyList<string> Names { get; }

    byte[] Content(string name);

    void Put(string name, byte[] content);
}
