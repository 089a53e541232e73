namespace SovereignFleet.Agent.Gpu;

/// <summary>What a command asks of a GPU's driver, and does to it. Calls block, and may hang in the driver: whoever calls bounds them.</summary>
internal interface IGpuControl
{
    /// <summary>The driver's number of this GPU; null where it lists no such GPU.</summary>
    uint? IndexOf(string uuid);

    /// <summary>What the driver says is to be done about this GPU: "none", "gpu reset"; or why it cannot be told. Null where the
    /// driver is being opened anew.</summary>
    string? RecoveryAction(string uuid);

    /// <summary>Whether this GPU can be read now.</summary>
    bool Answers(string uuid);

    /// <summary>Closes the driver and leaves it closed, because a GPU that anybody holds open cannot be reset. False: a call hangs in it.</summary>
    bool Release();

    /// <summary>The next call opens the driver again.</summary>
    void Reacquire();

    /// <summary>A GPU does not answer: the driver is opened anew before it is asked again.</summary>
    void AskForReopening();
}
