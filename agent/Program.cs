Console.Error.WriteLine("sovereignfleet-agent");
return 0;
