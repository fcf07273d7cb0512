package dev.writeback.agent.config;

/** The section {@code relay}: how messages reach the agent. Azure Service Bus is the one relay of this version. */
public record RelaySettings(ServiceBusSettings serviceBus) {}
