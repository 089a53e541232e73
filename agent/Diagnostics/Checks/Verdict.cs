namespace SovereignFleet.Diagnostics.Checks;

/// <summary>What a check, a GPU or the whole came to. The higher the worse; unfinished is not passed.</summary>
internal enum Verdict
{
    Passed,

    /// <summary>It could not run, or was stopped by a limit.</summary>
    Unfinished,

    Failed,

    BuiltWithoutCuda,
}
