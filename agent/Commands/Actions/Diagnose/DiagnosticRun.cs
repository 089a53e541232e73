namespace SovereignFleet.Agent.Commands.Actions.Diagnose;

/// <param name="Ran">False: it is not installed, or could not judge.</param>
/// <param name="File">The whole report; null where there is none.</param>
internal sealed record DiagnosticRun(bool Ran, string Text, string? File);
